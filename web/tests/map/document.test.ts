import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const html = readFileSync(join(import.meta.dirname, '../../src/map/index.html'), 'utf8');

function policy(): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  const meta = page.querySelector('meta[http-equiv="Content-Security-Policy"]');
  return meta?.getAttribute('content') ?? '';
}

test('everything that the policy does not name is forbidden', () => {
  expect(policy().split('; ')).toContain("default-src 'none'");
});

test('the policy allows neither inline code, nor evaluated code, nor another origin', () => {
  expect(policy()).not.toMatch(/unsafe|https?:|\*|data:/);
});

test('the document holds no inline script, style or handler', () => {
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
});
