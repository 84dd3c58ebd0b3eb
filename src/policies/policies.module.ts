import { Module } from '@nestjs/common';
import { PoliciesApi } from './policies.api.js';

@Module({ controllers: [PoliciesApi] })
export class PoliciesModule {}
