import { expect, test } from '@jest/globals';
import { Body, Controller, createApp, Module, Post } from '@tenon/http';
import { IsOptional, IsString, Transform, Type, ValidateNested } from '@tenon/dto';

class Line {
  @IsString() sku!: string;
}

/** Gives an application that takes a list of a class as its body: a list's class is named by a value. */
function appThatTakes(dto: new () => object) {
  @Controller('/orders')
  class OrderController {
    @Post()
    create(@Body([dto]) input: object[]) {
      return input;
    }
  }
  @Module({ controllers: [OrderController] })
  class AppModule {}
  return createApp(AppModule, { logger: false });
}

test('lets a transform say of which class a nested property is', async () => {
  class Order {
    @ValidateNested() @Transform(({ value }) => Object.assign(new Line(), value)) line!: Line;
  }
  await using app = await appThatTakes(Order);

  const reply = await app.inject({ method: 'POST', url: '/orders', payload: [{ line: { sku: 'A-1' } }] });
  expect([reply.statusCode, reply.json()]).toEqual([201, [{ line: { sku: 'A-1' } }]]);
});

test('takes classes that hold each other, and what a subclass inherits', async () => {
  class Part {
    @IsOptional() @ValidateNested({ each: true }) @Type(() => Part) parts?: Part[];
  }
  class NamedPart extends Part {
    @IsString() name!: string;
  }
  await using app = await appThatTakes(NamedPart);

  const payload = [{ name: 'chair', parts: [{ parts: [{}] }] }];
  const reply = await app.inject({ method: 'POST', url: '/orders', payload });
  expect([reply.statusCode, reply.json()]).toEqual([201, payload]);
});

test('tells at boot of each nested property without a class, wherever it is', async () => {
  class Inner {
    @ValidateNested() line!: Line;
  }
  class Base {
    @ValidateNested({ each: true }) lines!: Line[];
  }
  class Order extends Base {
    @ValidateNested() @Type(() => Inner) inner!: Inner;
  }

  await expect(appThatTakes(Order)).rejects.toMatchObject({
    diagnostics: [
      { code: 'TENON_HTTP_UNTYPED_PROPERTY', fix: expect.stringContaining('@Type(() => Item)') },
      { code: 'TENON_HTTP_UNTYPED_PROPERTY', fix: 'put @Type(() => Line) beside it' },
    ],
  });
});
