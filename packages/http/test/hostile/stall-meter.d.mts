export function longestTask(): number;
