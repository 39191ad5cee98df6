import { Module } from '@tenon/http';
import { GreetingModule } from './greeting/greeting.module.js';
import { GuestBookModule } from './guest-book/guest-book.module.js';

@Module({ imports: [GreetingModule, GuestBookModule] })
export class AppModule {}
