export { CONFIG_OPTIONS, ConfigModule } from './config-module.js';
export { Configuration, type ConfigurationOptions } from './configuration.js';
export {
  type ConfigurationDescription,
  describeConfiguration,
  type DescribedConfiguration,
  type DescribedVariable,
} from './describe-configuration.js';
export { Parse, type ParseDecorator, Secret, Variable } from './property.js';
export { type ConfigOptions, readVariable } from './sources.js';
export { weaknessOfSecret } from './weakness-of-secret.js';
