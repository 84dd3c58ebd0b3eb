import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import {
  getMetadataStorage,
  validateSync,
  ValidationTypes,
  type ValidationError,
} from 'class-validator';
import type { ValidationMetadata } from 'class-validator/types/metadata/ValidationMetadata.js';
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
 * own pipe does the same at ten times the cost: it looks up anew for each request what a class says
 * of its fields, and gets ready for what may be wrong with each. Here a plain body in which all
 * is right is only asked whether it is.
 */
@Injectable()
export class FieldsPipe implements PipeTransform {
  private readonly plain = new Map<FieldsClass, PlainFields | undefined>();

  /** Throws the problem `invalid`. */
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || !metatype || PLAIN.includes(metatype)) return value;
    const fields = metatype as FieldsClass;
    if (type === 'body' && this.plainOf(fields)?.hold(value as object))
      return Object.assign(new fields(), value);
    const instance = plainToInstance(fields, value as object);
    const errors = validateSync(instance, OPTIONS);
    if (errors.length > 0) throw invalid(...fieldErrors(errors));
    return instance;
  }

  private plainOf(fields: FieldsClass): PlainFields | undefined {
    if (!this.plain.has(fields)) this.plain.set(fields, PlainFields.of(fields));
    return this.plain.get(fields);
  }
}

interface PlainField {
  readonly name: string;
  /** Else the field is not looked at. */
  readonly when: readonly ((body: object, value: unknown) => boolean)[];
  readonly checks: readonly ((body: object, value: unknown) => boolean)[];
}

/** What the decorators of a class check, where its fields hold plain values. */
class PlainFields {
  private readonly names: ReadonlySet<string>;

  private constructor(private readonly fields: readonly PlainField[]) {
    this.names = new Set(fields.map((it) => it.name));
  }

  /** `undefined`: there is more to it than values of their own. */
  static of(fields: FieldsClass): PlainFields | undefined {
    const storage = getMetadataStorage();
    const all = storage.getTargetValidationMetadatas(fields, '', false, false);
    const { CUSTOM_VALIDATION, CONDITIONAL_VALIDATION } = ValidationTypes;
    const isPlain = ({ type, each, validateIf }: ValidationMetadata) =>
      (type === CUSTOM_VALIDATION || type === CONDITIONAL_VALIDATION) && !each && !validateIf;
    if (!all.every(isPlain)) return undefined;
    return new PlainFields(
      Object.entries(storage.groupByPropertyName(all)).map(([name, said]) => ({
        name,
        when: said.filter((it) => it.type === CONDITIONAL_VALIDATION).map(conditionIn),
        checks: said.filter((it) => it.type === CUSTOM_VALIDATION).flatMap(checksIn),
      })),
    );
  }

  /** Whether nothing is wrong with it; what is, class-validator says. */
  hold(body: object): boolean {
    for (const name of Object.keys(body)) if (!this.names.has(name)) return false;
    return this.fields.every(({ name, when, checks }) => {
      const value = (body as Readonly<Record<string, unknown>>)[name];
      return !when.every((it) => it(body, value)) || checks.every((it) => it(body, value));
    });
  }
}

const conditionIn = ({ constraints }: ValidationMetadata) =>
  constraints[0] as PlainField['when'][number];

function checksIn({ constraintCls, constraints, propertyName }: ValidationMetadata) {
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }): PlainField['checks'][number] => (object, value) => {
      const said = { value, constraints, object, property: propertyName, targetName: '' };
      return instance.validate(value, said) === true;
    });
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
