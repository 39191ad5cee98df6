import { Module } from '@tenon/http';
import { AuthorController } from './author.controller.js';
import { AuthorRepository } from './author.repository.js';

@Module({
  controllers: [AuthorController],
  providers: [AuthorRepository],
  exports: [AuthorRepository], // books need it; all else is private to the module
})
export class AuthorsModule {}
