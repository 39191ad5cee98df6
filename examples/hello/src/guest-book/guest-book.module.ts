import { Module } from '@tenon/http';
import { ClockModule } from '../clock.module.js';
import { GuestBookController } from './guest-book.controller.js';
import { GuestBook } from './guest-book.js';

@Module({ imports: [ClockModule], controllers: [GuestBookController], providers: [GuestBook] })
export class GuestBookModule {}
