export { testDatabase, type TestDatabaseOptions } from './testing/test-database.js';
