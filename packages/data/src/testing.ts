export { testDatabase, type TestDatabaseOptions } from './test-database/test-database.js';
