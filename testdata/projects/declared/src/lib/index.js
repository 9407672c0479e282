export { record as keep } from './audit.js';
export * from './levels.js';
export { default as report } from './reporter.js';
