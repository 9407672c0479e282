// The kits for frameworks and platforms hand out the same functions.
import jwt from 'jsonwebtoken';
import * as astro from '@sentry/astro';
import * as awsServerless from '@sentry/aws-serverless';
import * as bun from '@sentry/bun';
import * as cloudflare from '@sentry/cloudflare';
import * as googleCloudServerless from '@sentry/google-cloud-serverless';
import * as nestjs from '@sentry/nestjs';
import * as nextjs from '@sentry/nextjs';
import * as nuxt from '@sentry/nuxt';
import * as remix from '@sentry/remix';
import * as sveltekit from '@sentry/sveltekit';

export const withAstro = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    astro.captureException(err);
    res.sendStatus(401);
  }
};

export const withAwsServerless = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    awsServerless.captureException(err);
    res.sendStatus(401);
  }
};

export const withBun = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    bun.captureException(err);
    res.sendStatus(401);
  }
};

export const withCloudflare = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    cloudflare.captureException(err);
    res.sendStatus(401);
  }
};

export const withGoogleCloudServerless = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    googleCloudServerless.captureException(err);
    res.sendStatus(401);
  }
};

export const withNestjs = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    nestjs.captureException(err);
    res.sendStatus(401);
  }
};

export const withNextjs = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    nextjs.captureException(err);
    res.sendStatus(401);
  }
};

export const withNuxt = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    nuxt.captureException(err);
    res.sendStatus(401);
  }
};

export const withRemix = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    remix.captureException(err);
    res.sendStatus(401);
  }
};

export const withSveltekit = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    sveltekit.captureException(err);
    res.sendStatus(401);
  }
};
