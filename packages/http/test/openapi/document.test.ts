import 'reflect-metadata';
import { expect, test } from '@jest/globals';
import { Expose, Type } from '@tenon/dto';
import {
  type CanActivate,
  Controller,
  createApp,
  Describe,
  Get,
  Injectable,
  openApi,
  Param,
  Security,
  UseGuards,
  Version,
} from '@tenon/http';
import { serve } from '../support/serve.js';
import { OrdersModule } from './orders-app.js';

test('describes an application', async () => {
  await using app = await createApp(OrdersModule, { logger: false });
  const document = openApi(app, {
    info: { title: 'Orders', version: '1.0.0', description: 'What has been ordered.', contact: { name: 'Ada' } },
  });
  expect(JSON.stringify(document, null, 2)).toMatchGolden('orders');
});

test('says of a version in a header how it is asked for', async () => {
  @Controller('/things')
  class ThingController {
    @Get('/first') @Version('1') first(): void {}
    @Get('/second') @Version('2') second(): void {}
    @Get() any(): void {}
  }
  const versioning = { type: 'header', header: 'X-Version', default: '1' } as const;
  const { paths } = openApi(await serve(ThingController, { versioning }));
  const asked = ['/things/first', '/things/second', '/things'].map((path) => paths[path]?.['get']?.parameters);
  const header = (required: boolean, version: string) => ({
    name: 'x-version',
    in: 'header',
    required,
    schema: { type: 'string', const: version },
  });
  expect(asked).toEqual([[header(false, '1')], [header(true, '2')], [header(false, '1')]]);
});

test('says of error replies that the application makes itself what their class says, and nothing else', async () => {
  @Controller('/things')
  class ThingController {
    @Get('/:id') show(@Param('id') _id: number): void {}
  }
  class OwnErrors {
    @Expose() @Type(() => String) errors!: string[];
  }
  const app = await serve(ThingController, { renderProblem: ({ title }) => ({ errors: [title] }) });
  const said = openApi(app).components;
  expect(said.schemas).toEqual({});
  expect(said.responses['InvalidInput']).toEqual({
    description: 'Unprocessable Entity',
    content: { '*/*': { schema: {} } },
  });
  const { schemas, responses } = openApi(app, { problems: OwnErrors }).components;
  expect(schemas).toEqual({ OwnErrors: expect.objectContaining({ required: ['errors'] }) });
  const schema = { $ref: '#/components/schemas/OwnErrors' };
  expect(responses['Problem']).toEqual({ description: 'Any other error.', content: { '*/*': { schema } } });
});

test('says what guards ask for, what they only take, and what else they answer with', async () => {
  class Opening implements CanActivate {
    canActivate() {
      return true;
    }
  }
  @Injectable()
  @Security('token', { type: 'http', scheme: 'bearer' }, { optional: true })
  class MaybeSignedIn extends Opening {}
  @Injectable()
  @Security('device', { type: 'apiKey', in: 'header', name: 'x-device' })
  @Describe({ errors: [429] })
  class OfDevice extends Opening {}
  @Controller()
  class ThingController {
    @Get('/any') @UseGuards(MaybeSignedIn) any(): void {}
    @Get('/own') @UseGuards(MaybeSignedIn, OfDevice) own(): void {}
  }
  const { paths } = openApi(await serve(ThingController));
  const [any, own] = ['/any', '/own'].map((path) => paths[path]?.['get']);
  expect(any?.security).toEqual([{}, { token: [] }]);
  expect(own?.security).toEqual([{ device: [] }, { device: [], token: [] }]);
  expect(Object.keys(own?.responses ?? {})).toEqual(expect.arrayContaining(['401', '403', '429']));
  expect(Object.keys(any?.responses ?? {})).not.toContain('429');
});
