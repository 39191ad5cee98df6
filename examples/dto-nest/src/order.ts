import { Exclude, Expose, Type } from 'class-transformer';
import { ArrayMinSize, IsBoolean, IsEmail, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';

export class OrderLine {
  @Expose() @IsString() sku!: string;
  @Expose() @IsInt() @Min(1) quantity!: number;
}

/** What a customer sends. */
export class CreateOrder {
  @IsEmail() email!: string;
  @ArrayMinSize(1) @ValidateNested({ each: true }) @Type(() => OrderLine) lines!: OrderLine[];
}

/** What stands behind the question mark. */
export class OrderQuery {
  @IsInt() @Min(1) page: number = 1;
  @IsOptional() @IsBoolean() paid?: boolean;
}

/** What is shown of an order. Without `@Exclude()` class-transformer's functions show the rest as well; `serialiseAs` does not. */
@Exclude()
export class OrderView {
  @Expose() id!: number;
  @Expose() @Type(() => OrderLine) lines!: OrderLine[];
}
