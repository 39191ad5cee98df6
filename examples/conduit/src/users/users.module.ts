import { Module } from '@tenon/http';
import { Accounts } from './accounts.js';
import { UsersController } from './users.controller.js';

@Module({ controllers: [UsersController], providers: [Accounts], exports: [Accounts] })
export class UsersModule {}
