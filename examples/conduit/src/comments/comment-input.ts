import { MaxLength } from '@tenon/dto';
import { NotBlank } from '../input.js';

export class NewComment {
  @NotBlank() @MaxLength(10_000) body!: string;
}
