/*
 * What is nicer with JavaScript; without it, every page does the same. It runs from a file, since the site's policy lets
 * no script run that stands in a page.
 */

/** Who has signed in, as the page says; null for nobody. */
const user = JSON.parse(document.getElementById('current-user').textContent);

/**
 * What RealWorld's browser tests ask. Nobody has a token here: the session's cookie is kept from scripts, so that one that
 * should not be here has nothing to take.
 */
// oxlint-disable-next-line no-underscore-dangle -- RealWorld's tests call it so
window.__conduit_debug__ = {
  getToken: () => null,
  getAuthState: () => (user === null ? 'unauthenticated' : 'authenticated'),
  getCurrentUser: () => user,
};

// A picture that cannot be had. Errors of images do not bubble, but they can be caught on their way.
const showDefault = (image) => {
  if (image.dataset.default) image.src = image.dataset.default;
  delete image.dataset.default;
};
document.addEventListener('error', ({ target }) => target instanceof HTMLImageElement && showDefault(target), true);
for (const image of document.images) if (image.complete && image.naturalWidth === 0) showDefault(image);

// Who clicks twice has clicked once. A page that comes back by the browser's own button may be sent anew.
document.addEventListener('submit', (event) => {
  const { target: form } = event;
  if (form.dataset.isSent) {
    event.preventDefault();
    return;
  }
  form.dataset.isSent = 'true';
  event.submitter?.setAttribute('aria-disabled', 'true');
});
window.addEventListener('pageshow', () => {
  for (const form of document.forms) delete form.dataset.isSent;
  for (const button of document.querySelectorAll('[aria-disabled]')) button.removeAttribute('aria-disabled');
});

// Tags are entered one by one. The field that is sent has all of them, with commas between.
for (const field of document.querySelectorAll('[data-tags]')) enterTags(field);

function split(text) {
  return text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

function enterTags(entry) {
  const sent = entry.cloneNode();
  sent.type = 'hidden';
  sent.removeAttribute('id');
  sent.removeAttribute('placeholder');
  entry.removeAttribute('name');
  const list = document.createElement('div');
  list.className = 'tag-list';
  entry.after(list, sent);
  let tags = [];
  const show = () => {
    sent.value = [...tags, ...split(entry.value)].join(', ');
    list.replaceChildren(...tags.map(pillOf));
  };
  const take = () => {
    tags = [...new Set([...tags, ...split(entry.value)])];
    entry.value = '';
    show();
  };
  const pillOf = (tag) => {
    const pill = document.createElement('span');
    pill.className = 'tag-default tag-pill';
    pill.textContent = tag;
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'tag-remove';
    remove.textContent = '×';
    remove.setAttribute('aria-label', `Remove the tag ${tag}`);
    remove.addEventListener('click', () => {
      tags = tags.filter((each) => each !== tag);
      show();
      entry.focus();
    });
    pill.append(remove);
    return pill;
  };
  entry.addEventListener('input', show);
  entry.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    take();
  });
  take();
}
