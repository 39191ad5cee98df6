import {
  type ArgumentMetadata,
  BadRequestException,
  Injectable,
  type PipeTransform,
  type Type,
  UnprocessableEntityException,
} from '@nestjs/common';
import { compile, type CompiledDto, DtoError, InvalidDtoError } from '@tenon/dto';

/** What TypeScript emits where a parameter's type is no class of yours. */
const NO_DTOS: readonly unknown[] = [undefined, String, Number, Boolean, Array, Object];

/** In place of NestJS's `ValidationPipe` with `transform` and `whitelist`. What is no body is converted from strings. */
@Injectable()
export class DtoPipe implements PipeTransform {
  /** By class, for bodies and for the rest: a class is compiled once, not in every request. */
  readonly #compiled = { json: new Map<Type, CompiledDto<object>>(), query: new Map<Type, CompiledDto<object>>() };

  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if (metatype === undefined || type === 'custom' || NO_DTOS.includes(metatype)) return value;
    try {
      return await this.#dto(metatype, type === 'body' ? 'json' : 'query').parseAsync(value);
    } catch (error) {
      if (error instanceof InvalidDtoError) {
        throw new UnprocessableEntityException({ errors: error.errors, refused: error.refused }, { cause: error });
      }
      throw error instanceof DtoError ? new BadRequestException({ code: error.code }, { cause: error }) : error;
    }
  }

  #dto(type: Type<object>, from: 'json' | 'query'): CompiledDto<object> {
    const known = this.#compiled[from].get(type);
    if (known !== undefined) return known;
    const dto = compile(type, { from, validation: { validationError: { target: false, value: false } } });
    this.#compiled[from].set(type, dto);
    return dto;
  }
}
