import {
  Injectable,
  type ArgumentMetadata,
  type Paramtype,
  type PipeTransform,
} from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { invalid, type FieldError } from './problem.js';

type FieldsClass = new () => object;

/** What Nest hands over as a type where no class was named. */
const PLAIN: readonly unknown[] = [String, Boolean, Number, Array, Object];

const OPTIONS = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: false, // a body without fields is `{}`; others are unknown field by field
  stopAtFirstError: true,
} as const;

/**
 * Unknown fields are refused, nothing is converted, and every field in the wrong is named. Nest's
 * own pipe does the same through three promises, and looks up anew for each request what a class
 * says of its fields.
 */
@Injectable()
export class FieldsPipe implements PipeTransform {
  private readonly flat = new Map<FieldsClass, boolean>();

  constructor() {
    rememberFields();
  }

  /** Throws the problem `invalid`. */
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || !metatype || PLAIN.includes(metatype)) return value;
    const fields = this.instanceOf(metatype as FieldsClass, value as object, type);
    const errors = validateSync(fields, OPTIONS);
    if (errors.length > 0) throw invalid(...fieldErrors(errors));
    return fields;
  }

  /** A body whose fields are plain values need only become one of its class. */
  private instanceOf(metatype: FieldsClass, value: object, type: Paramtype): object {
    const isFlat = this.flat.get(metatype) ?? (type === 'body' && !hasParts(metatype));
    this.flat.set(metatype, isFlat);
    return isFlat ? Object.assign(new metatype(), value) : plainToInstance(metatype, value);
  }
}

/** Whether a field holds objects with fields of their own. */
const hasParts = (metatype: FieldsClass): boolean =>
  fieldsOf(metatype).some(({ type }) => type === 'nestedValidation');

const fieldsOf = (metatype: FieldsClass) =>
  getMetadataStorage().getTargetValidationMetadatas(metatype, '', false, false);

let remembers = false;

/** No class gets another field once the program runs; we use no groups and no schemas. */
function rememberFields(): void {
  if (remembers) return;
  remembers = true;
  const storage = getMetadataStorage();
  const lookUp = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, ReturnType<typeof lookUp>>();
  storage.getTargetValidationMetadatas = (target, ...others) => {
    const found = known.get(target) ?? lookUp(target, ...others);
    known.set(target, found);
    return found;
  };
}

function fieldErrors(errors: readonly ValidationError[], path = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const isIndex = /^\d+$/.test(property);
    const field = isIndex ? `${path}[${property}]` : path ? `${path}.${property}` : property;
    const own = Object.entries(constraints).map(([rule, message]) =>
      rule === 'whitelistValidation' ? unknownField(field) : { field, message },
    );
    return [...own.slice(0, 1), ...fieldErrors(children, field)];
  });
}

const unknownField = (field: string): FieldError => ({
  field,
  message: 'There is no such field. Leave it out.',
});
