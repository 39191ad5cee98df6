import 'reflect-metadata';
import 'class-validator';
import 'class-transformer';

/* Fastify without schemas, and the import of what DTO classes are written with. */

export { subject } from './fastify-bare.js';
