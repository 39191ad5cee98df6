// Takes the place of npm in a test: an installation without a network, in npm's own words.
console.error(
  'npm error code ENOTFOUND\nnpm error network request to https://registry.example/jest failed, reason: getaddrinfo ENOTFOUND',
);
process.exitCode = 1;
