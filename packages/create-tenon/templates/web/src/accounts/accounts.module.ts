import { Module } from '@tenon/http';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';

@Module({
  controllers: [AccountController],
  providers: [AccountService],
  exports: [AccountService], // all else is private to the module
})
export class AccountsModule {}
