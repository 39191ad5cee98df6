import { compile, fieldErrors, InvalidDtoError, IsInt, type CompiledDto, type FieldError } from '@tenon/dto';

class Line {
  @IsInt() quantity!: number;
}
class Needs {
  constructor(readonly line: Line) {}
}

export const one: CompiledDto<Line> = compile(Line);
export const list: CompiledDto<Line[]> = compile([Line]);
export const quantity: number = compile(Line).parse({}).quantity;
export const quantities: number[] = compile([Line], { from: 'query' })
  .parse([])
  .map((line) => line.quantity);

// @ts-expect-error -- a list is not one object
export const noLine: Line = compile([Line]).parse([]);
// @ts-expect-error -- one class, so that each item is of it
compile([Line, Line]);
// @ts-expect-error -- nobody gives the constructor what it wants
compile(Needs);
// @ts-expect-error -- a list is checked, not one object
compile([Line]).check(new Line());

export const errors: FieldError[] = fieldErrors(new InvalidDtoError('Line', [], []));
