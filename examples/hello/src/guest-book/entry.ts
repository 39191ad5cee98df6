import { Expose, Length } from '@tenon/dto';

/** What a guest sends. Whatever else is in the body is left out. */
export class NewEntry {
  @Length(1, 40) name!: string;
  @Length(1, 200) text!: string;
}

/** What is kept of it. */
export interface Entry {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly writtenAt: Date;
  readonly address: string;
}

/** What others see of an entry: not the address. */
export class EntryView {
  @Expose() number!: number;
  @Expose() name!: string;
  @Expose() text!: string;
  @Expose() writtenAt!: Date;
}
