import { Module } from '@tenon/core';
import { ClockModule } from '../clock.module.js';
import { GreetingService } from './greeting.service.js';
import { PhraseBook } from './phrase-book.js';

@Module({ imports: [ClockModule], providers: [GreetingService, PhraseBook], exports: [GreetingService] })
export class GreetingModule {}
