//! stub: written by the sync task
