const lines = [];
export function warn(line) { lines.push(line); }
export function debug(line) { lines.push(line); }
