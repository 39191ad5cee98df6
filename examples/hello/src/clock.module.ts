import { Module, provide } from '@tenon/core';
import { CLOCK, systemClock } from './clock.js';

@Module({ providers: [provide(CLOCK, { useValue: systemClock })], exports: [CLOCK] })
export class ClockModule {}
