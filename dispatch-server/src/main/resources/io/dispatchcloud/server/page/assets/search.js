// What people type to find containers: part of an id, and labels as name:value, all of which must hold.

/** 'align user:ada note:"two words"' as {search, labels}. */
export function parseSearch(text) {
  const labels = [];
  const ids = [];
  for (const [word] of text.matchAll(/(?:[^\s"]|"[^"]*")+/g)) {
    const bare = word.replaceAll('"', '');
    if (bare.indexOf(':') > 0) {
      labels.push(bare);
    } else if (bare !== '') {
      ids.push(bare);
    }
  }
  // An id has no spaces: several words are one that nothing has.
  return { search: ids.join(' '), labels };
}
