import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { IsInt, IsMobilePhone, IsString, Matches, Type, ValidateNested } from '@tenon/dto';
import { All, Body, Controller, describeApi, Get, Param, Post, Query, Version } from '@tenon/http';
import { serve } from '../support/serve.js';

class Address {
  @Matches(/^[a-z]+$/i) city!: string;
}

class Customer {
  @IsMobilePhone() phone!: string;
  @ValidateNested({ each: true }) @Type(() => Address) addresses!: Address[];
}

class Search {
  @IsMobilePhone() phone!: string;
  @IsString() 'x-unexpressed'!: string;
}

function controllerOfAnotherAddress() {
  // oxlint-disable-next-line no-shadow -- that is what is tested
  class Address {
    @IsInt() code!: number;
  }
  @Controller('/customers/address')
  class AddressController {
    @Post() add(@Body() _address: Address): void {}
  }
  return AddressController;
}

test('lists what a document does not say, and where', async () => {
  @Controller('/customers')
  class CustomerController {
    @Get() list(@Query() _search: Search): void {}
    @Get('/:id(^\\d+$)') show(@Param('id') _id: number): void {}
    @Post() add(@Body() _customer: Customer): void {}
    @All('/any') any(): void {}
    @Get('/old') @Version('1') first(): void {}
    @Get('/old') @Version('2') second(): void {}
  }
  const app = await serve([CustomerController, controllerOfAnotherAddress()], {
    versioning: { type: 'header', header: 'x-version' },
  });
  const { document, unexpressed } = describeApi(app);
  const told = unexpressed.map(({ where, what }) => `${where}: ${what}`);
  expect(told.filter((line) => !line.includes('/customers/any'))).toEqual([
    'GET /customers/old: CustomerController.second is left out: the document has CustomerController.first here, of another version or host',
    'Address: 2 classes have this name: all but the first have a number behind it',
    'GET /customers: phone: isMobilePhone',
    "GET /customers/{id}: id: the path's pattern ^\\d+$",
    'Customer.phone: isMobilePhone',
    'Address.city: /^[a-z]+$/i',
  ]);
  // Of all methods these are the ones that OpenAPI has no place for.
  const left = told.filter((line) => line.includes('/customers/any')).map((line) => line.split(' ', 1)[0]);
  expect(Object.keys(document.paths['/customers/any'] ?? {})).toContain('delete');
  expect(left).not.toContain('DELETE');
});

test('lists nothing where the document says all', async () => {
  @Controller('/things')
  class ThingController {
    @Get('/:id') show(@Param('id') _id: number): string {
      return 'this';
    }
  }
  expect(describeApi(await serve(ThingController)).unexpressed).toEqual([]);
});
