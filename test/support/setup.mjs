// CommonJS packages that require Nest fail in a cycle unless it is loaded first.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
