import { Module } from '@tenon/http';
import { ClockModule } from '../clock.module.js';
import { GreetingController } from './greeting.controller.js';
import { GreetingService } from './greeting.service.js';
import { PhraseBook } from './phrase-book.js';

@Module({
  imports: [ClockModule],
  controllers: [GreetingController],
  providers: [GreetingService, PhraseBook],
  exports: [GreetingService],
})
export class GreetingModule {}
