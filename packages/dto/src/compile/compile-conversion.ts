import type { ConversionPlan } from '../ir/conversion-plan.js';
import type { ObjectConverter } from './conversion-set.js';
import { convertByPlan } from './convert-value.js';

export function compileConversion(plan: ConversionPlan, _isGenerated: boolean): ObjectConverter {
  return (run, value) => convertByPlan(run, plan, value, false, undefined);
}
