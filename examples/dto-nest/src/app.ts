import 'reflect-metadata';
import { ClassSerializerInterceptor, type INestApplication, Module } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { classToPlain, plainToInstance } from '@tenon/dto';
import { DtoPipe } from './dto-pipe.js';
import { OrderController } from './order.controller.js';

@Module({ controllers: [OrderController] })
class AppModule {}

/** Makes the application, which nobody hears yet. */
export async function createApp(): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, { logger: ['error', 'warn'] });
  app.useGlobalPipes(new DtoPipe()); // was: new ValidationPipe({ transform: true, whitelist: true })
  const transformerPackage = { classToPlain, plainToInstance }; // was: class-transformer, which it imports itself
  app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector), { transformerPackage }));
  return app;
}
