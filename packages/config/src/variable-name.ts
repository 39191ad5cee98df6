/**
 * Gives the variable that a property reads, without the prefix: `poolSize` → `POOL_SIZE`.
 *
 * A word begins at a capital after a small letter or a digit (`s3Bucket` → `S3_BUCKET`), and at the last capital of a
 * run when a small letter follows it (`urlOfAPIServer` → `URL_OF_API_SERVER`). A digit stays with what stands before it
 * (`oauth2Token` → `OAUTH2_TOKEN`). Underscores stay.
 */
export function variableName(property: string): string {
  return property
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase();
}

/** Whether every shell and `.env` file can set a variable of this name (POSIX.1-2024, XBD 8.1, small letters admitted). */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
