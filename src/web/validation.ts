import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { invalid, type FieldError } from './problem.js';

/** Unknown fields are refused, nothing is converted, and every field in the wrong is named. */
export const validation = () =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false, // a body without fields is `{}`; others are unknown field by field
    stopAtFirstError: true,
    transform: true,
    transformOptions: { enableImplicitConversion: false },
    exceptionFactory: (errors) => invalid(...fieldErrors(errors)),
  });

function fieldErrors(errors: readonly ValidationError[], path = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const isIndex = /^\d+$/.test(property);
    const field = isIndex ? `${path}[${property}]` : path ? `${path}.${property}` : property;
    const own = Object.entries(constraints).map(([rule, message]) => ({
      field,
      message: rule === 'whitelistValidation' ? 'There is no such field. Leave it out.' : message,
    }));
    return [...own.slice(0, 1), ...fieldErrors(children, field)];
  });
}
