const queue = [];
export default function (entry) { queue.push(entry); }
