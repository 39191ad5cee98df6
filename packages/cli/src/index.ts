export { runTenon } from './main.js';
