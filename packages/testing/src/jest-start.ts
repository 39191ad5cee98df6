import { demandVmModules } from './demand-vm-modules.js';

/** What jest calls once, before the first test file. */
export default demandVmModules;
