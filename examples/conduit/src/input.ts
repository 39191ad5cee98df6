import { Matches, ValidateIf, type ValidationOptions } from '@tenon/dto';

/** A text in which something stands. */
export function NotBlank(options: ValidationOptions = {}): PropertyDecorator {
  return Matches(/\S/, { message: "can't be blank", ...options });
}

/** A property that an update may leave out, and then stays as it is. `@IsOptional()` would admit null as well. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
