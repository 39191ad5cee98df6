import { Module } from '@tenon/http';
import { UsersModule } from '../users/users.module.js';
import { Profiles } from './profiles.js';
import { ProfilesController } from './profiles.controller.js';

@Module({ imports: [UsersModule], controllers: [ProfilesController], providers: [Profiles], exports: [Profiles] })
export class ProfilesModule {}
