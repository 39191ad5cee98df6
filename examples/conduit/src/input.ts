import { Matches, ValidateIf, type ValidationOptions } from '@tenon/dto';

/** A text in which something stands. */
export function NotBlank(options: ValidationOptions = {}): PropertyDecorator {
  return Matches(/\S/, { message: "can't be blank", ...options });
}

/** A text that can stand in a path: browsers take `/profile/..` for a way to another page. */
export function NotDots(options: ValidationOptions = {}): PropertyDecorator {
  return Matches(/^(?!\s*\.{1,2}\s*$)/, { message: "can't be dots alone", ...options });
}

/** A property that an update may leave out, and then stays as it is. `@IsOptional()` would admit null as well. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
