import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { CATEGORIES, MOST_SIZE, SORTS } from '../app/search.js';

/* What comes in, as users of class-validator and class-transformer write it: the same classes for NestJS and for us. */

export class SearchParams {
  @IsIn(CATEGORIES) category!: string;
}

export class SearchQuery {
  @Type(() => Number) @IsInt() @Min(1) page!: number;
  @Type(() => Number) @IsInt() @Min(1) @Max(MOST_SIZE) size!: number;
  @IsIn(SORTS) sort!: string;
}

export class AddressInput {
  @IsString() street!: string;
  @IsString() city!: string;
  @IsString() zip!: string;
  @IsString() country!: string;
}

export class CustomerInput {
  @IsString() name!: string;
  @IsEmail() email!: string;
  @IsObject() @ValidateNested() @Type(() => AddressInput) address!: AddressInput;
}

export class LineInput {
  @IsString() sku!: string;
  @IsString() name!: string;
  @IsInt() @Min(1) quantity!: number;
  @IsNumber() @Min(0) price!: number;
}

export class CreateOrder {
  @IsString() @Length(1, 40) reference!: string;
  @IsBoolean() gift!: boolean;
  @IsOptional() @IsString() @MaxLength(500) note?: string;
  @IsObject() @ValidateNested() @Type(() => CustomerInput) customer!: CustomerInput;
  @IsArray() @ArrayMinSize(1) @ValidateNested({ each: true }) @Type(() => LineInput) lines!: LineInput[];
}
