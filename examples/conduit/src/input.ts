import { Matches, ValidateIf, type ValidationOptions } from '@tenon/dto';

/** A text in which something stands. */
export function NotBlank(options: ValidationOptions = {}): PropertyDecorator {
  return Matches(/\S/, { message: "can't be blank", ...options });
}

/** Parts that browsers take for a way to another page, as in `/profile/..`. */
export const DOTS: RegExp = /(?:^|\/)\s*\.{1,2}\s*(?:\/|$)/;

/** A text that can stand in a path. */
export function NotDots(options: ValidationOptions = {}): PropertyDecorator {
  return Matches(new RegExp(`^(?![^]*${DOTS.source})`), { message: "can't be dots alone", ...options });
}

/** A property that an update may leave out, and then stays as it is. `@IsOptional()` would admit null as well. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_, value) => value !== undefined);
}
