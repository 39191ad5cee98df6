import 'reflect-metadata';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDate,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  Type,
  ValidateNested,
} from '@tenon/dto';

/*
 * The order for class-validator and class-transformer, and for us. The decorators are class-validator's and
 * class-transformer's own objects: both sides read the same metadata of the same classes.
 */

export class Address {
  @IsString() street!: string;
  @IsString() city!: string;
  @IsString() zip!: string;
  @IsString() country!: string;
}

export class Customer {
  @IsString() name!: string;
  @IsEmail() email!: string;
  @IsObject() @ValidateNested() @Type(() => Address) address!: Address;
}

export class Line {
  @IsString() sku!: string;
  @IsString() name!: string;
  @IsInt() @Min(1) quantity!: number;
  @IsNumber() @Min(0) price!: number;
}

export class Order {
  @IsString() id!: string;
  @IsIn(['new', 'paid', 'sent']) status!: string;
  @IsBoolean() gift!: boolean;
  @IsString() placedAt!: string;
  @IsOptional() @IsString() note?: string;
  @IsObject() @ValidateNested() @Type(() => Customer) customer!: Customer;
  @IsArray() @ArrayMinSize(1) @ValidateNested({ each: true }) @Type(() => Line) lines!: Line[];
}

/* The same order with lengths, patterns and a date. */

export class StrictAddress {
  @IsString() @Length(1, 100) street!: string;
  @IsString() @Length(1, 100) city!: string;
  @Matches(/^\d{5}$/) zip!: string;
  @IsIn(['AT', 'CH', 'DE', 'FR']) country!: string;
}

export class StrictCustomer {
  @IsString() @Length(1, 100) name!: string;
  @IsEmail() email!: string;
  @IsObject() @ValidateNested() @Type(() => StrictAddress) address!: StrictAddress;
}

export class StrictLine {
  @Matches(/^[A-Z]{3}-\d{4}$/) sku!: string;
  @IsString() @Length(1, 80) name!: string;
  @IsInt() @Min(1) @Max(1000) quantity!: number;
  @IsNumber() @Min(0) price!: number;
}

export class StrictOrder {
  @IsString() @Length(1, 40) id!: string;
  @IsIn(['new', 'paid', 'sent']) status!: string;
  @IsBoolean() gift!: boolean;
  @IsDate() @Type(() => Date) placedAt!: Date;
  @IsOptional() @IsString() @MaxLength(500) note?: string;
  @IsObject() @ValidateNested() @Type(() => StrictCustomer) customer!: StrictCustomer;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => StrictLine)
  lines!: StrictLine[];
}
