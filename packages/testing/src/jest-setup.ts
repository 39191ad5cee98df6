/*
 * What jest runs before each test file: from here on, what tests leave open is ended after them, even where
 * `@tenon/testing` is first imported inside of a test, when it is too late for hooks.
 */
import './end-after-test.js';
