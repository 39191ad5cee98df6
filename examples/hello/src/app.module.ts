import { Module } from '@tenon/core';
import { GreetingModule } from './greeting/greeting.module.js';

@Module({ imports: [GreetingModule] })
export class AppModule {}
