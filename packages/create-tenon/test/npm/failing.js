// Takes the place of npm in a test: an installation that fails.
console.error('npm error code ETARGET\nnpm error notarget No matching version found for leftpad@99.');
process.exitCode = 1;
