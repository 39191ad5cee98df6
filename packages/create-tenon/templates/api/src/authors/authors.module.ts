import { Module } from '@tenon/http';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuthorController } from './author.controller.js';

@Module({ imports: [AccountsModule], controllers: [AuthorController] })
export class AuthorsModule {}
