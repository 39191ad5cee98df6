/*
 * What a user's project sees of the published declarations: compiled without `skipLibCheck` and with the least of lib,
 * so that a declaration which names something that is not published is a fault here and not at a user's.
 */
import * as config from '@tenon/config';
import * as core from '@tenon/core';
import * as dto from '@tenon/dto';

export const packages = [config, core, dto] as const;
