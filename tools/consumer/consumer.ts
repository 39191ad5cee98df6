/*
 * What a user's project sees of the published declarations: compiled without `skipLibCheck` and with the least of lib,
 * so that a declaration which names something that is not published is a fault here and not at a user's.
 */
import * as auth from '@tenon/auth';
import * as config from '@tenon/config';
import * as core from '@tenon/core';
import * as dto from '@tenon/dto';
import * as http from '@tenon/http';
import * as sessions from '@tenon/sessions';
import * as redis from '@tenon/sessions/redis';
import * as testing from '@tenon/testing';
import * as views from '@tenon/views';
import preset from '@tenon/testing/jest-preset';

export const packages = [auth, config, core, dto, http, sessions, redis, testing, views, preset] as const;
