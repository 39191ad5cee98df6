import { Module, provide } from '@tenon/http';
import { CLOCK, systemClock } from './clock.js';

@Module({ providers: [provide(CLOCK, { useValue: systemClock })], exports: [CLOCK] })
export class ClockModule {}
