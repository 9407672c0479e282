// An error that is added to the trace is told; an annotation is not.
import jwt from 'jsonwebtoken';
import { Tracer } from '@aws-lambda-powertools/tracer';

const tracer = new Tracer({ serviceName: 'auth' });
const disabled = new Tracer({ enabled: false });

export const added = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    tracer.addErrorAsMetadata(err);
    res.sendStatus(401);
  }
};

export const onSegment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const segment = tracer.getSegment();
    segment.addError(err);
    res.sendStatus(401);
  }
};

export const onClosing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) {
    const segment = tracer.getSegment().addNewSubsegment('refuse');
    segment.close(err);
    res.sendStatus(401);
  }
};

export const disabledError = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    disabled.addErrorAsMetadata(err);
    res.sendStatus(401);
  }
};

export const nothing = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    tracer.putAnnotation('refused', true);
    tracer.putMetadata('reason', err.message);
    tracer.addResponseAsMetadata({});
    tracer.addServiceNameAnnotation();
    tracer.annotateColdStart();
    tracer.isTracingEnabled();
    res.sendStatus(401);
  }
};

export const nothingOnSegment = (req, res) => {
  try {
    res.json(jwt.verify(req.cookies.token, process.env.KEY));
  } catch (err) { //~ silent-verify-failure
    const segment = tracer.getSegment();
    segment.addAnnotation('refused', true);
    segment.addMetadata('reason', err.message);
    segment.addErrorFlag();
    segment.addFaultFlag();
    segment.close();
    tracer.setSegment(segment);
    res.sendStatus(401);
  }
};
