import { Module } from '@tenon/core';
import { WatchJob } from './watch.job.js';

@Module({ providers: [WatchJob] })
export class AppModule {}
