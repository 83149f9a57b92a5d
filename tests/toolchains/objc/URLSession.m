// NSURLSession over libcurl. GNUstep's own HTTP client would not do: it decodes %2F and %3F in a
// path before it sends it. Here the request line is the URL as it was given, byte for byte.
//
// As Apple's documentation has it where a sample can see it: the timeouts, the precedence of the
// headers, the errors' codes and texts, handlers that run one after the other on another thread.
// Other than there, redirects are not followed (the handler gets the 3xx response), and there are
// no cookies, no cache, no proxy and no connection that is used twice.
#import <Foundation/Foundation.h>
#include <curl/curl.h>
#include <sys/stat.h>

static const NSTimeInterval kDefaultRequestTimeout = 60;
static const NSTimeInterval kDefaultResourceTimeout = 7 * 24 * 60 * 60;

@interface NSURLSessionTask ()
- (instancetype)initWithSession:(NSURLSession *)session
                        request:(NSURLRequest *)request
                           file:(NSURL *)file
                        handler:(OverlayCompletionHandler)handler;
@end

#pragma mark - Configuration and session

@implementation NSURLSessionConfiguration

@synthesize HTTPAdditionalHeaders = _HTTPAdditionalHeaders;
@synthesize timeoutIntervalForRequest = _timeoutIntervalForRequest;
@synthesize timeoutIntervalForResource = _timeoutIntervalForResource;

+ (NSURLSessionConfiguration *)defaultSessionConfiguration {
  return [[[self alloc] init] autorelease];
}

+ (NSURLSessionConfiguration *)ephemeralSessionConfiguration {
  return [[[self alloc] init] autorelease];
}

- (id)init {
  if ((self = [super init])) {
    _timeoutIntervalForRequest = kDefaultRequestTimeout;
    _timeoutIntervalForResource = kDefaultResourceTimeout;
  }
  return self;
}

- (id)copyWithZone:(NSZone *)zone {
  NSURLSessionConfiguration *copy = [[NSURLSessionConfiguration allocWithZone:zone] init];
  copy.HTTPAdditionalHeaders = _HTTPAdditionalHeaders;
  copy.timeoutIntervalForRequest = _timeoutIntervalForRequest;
  copy.timeoutIntervalForResource = _timeoutIntervalForResource;
  return copy;
}

- (void)dealloc {
  [_HTTPAdditionalHeaders release];
  [super dealloc];
}

@end

@implementation NSURLSession

+ (void)initialize {
  if (self == [NSURLSession class]) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
  }
}

+ (NSURLSession *)sharedSession {
  static NSURLSession *shared;
  @synchronized(self) {
    if (shared == nil) {
      shared = [[self
          sessionWithConfiguration:NSURLSessionConfiguration.defaultSessionConfiguration] retain];
    }
  }
  return shared;
}

+ (NSURLSession *)sessionWithConfiguration:(NSURLSessionConfiguration *)configuration {
  NSURLSession *session = [[[self alloc] init] autorelease];
  session->_configuration = [configuration copy];  // later changes have no effect
  session->_handlerLock = [[NSLock alloc] init];
  return session;
}

- (void)dealloc {
  [_configuration release];
  [_handlerLock release];
  [super dealloc];
}

- (NSURLSessionConfiguration *)configuration {
  return [[_configuration copy] autorelease];
}

- (NSURLSessionDataTask *)dataTaskWithURL:(NSURL *)url
                        completionHandler:(OverlayCompletionHandler)handler {
  return [self dataTaskWithRequest:[NSURLRequest requestWithURL:url] completionHandler:handler];
}

- (NSURLSessionDataTask *)dataTaskWithRequest:(NSURLRequest *)request
                            completionHandler:(OverlayCompletionHandler)handler {
  return [[[NSURLSessionDataTask alloc] initWithSession:self
                                                request:request
                                                   file:nil
                                                handler:handler] autorelease];
}

- (NSURLSessionUploadTask *)uploadTaskWithRequest:(NSURLRequest *)request
                                         fromData:(NSData *)body
                                completionHandler:(OverlayCompletionHandler)handler {
  NSMutableURLRequest *withBody = [[request mutableCopy] autorelease];
  [withBody setHTTPBody:body];
  return [[[NSURLSessionUploadTask alloc] initWithSession:self
                                                  request:withBody
                                                     file:nil
                                                  handler:handler] autorelease];
}

- (NSURLSessionUploadTask *)uploadTaskWithRequest:(NSURLRequest *)request
                                         fromFile:(NSURL *)file
                                completionHandler:(OverlayCompletionHandler)handler {
  return [[[NSURLSessionUploadTask alloc] initWithSession:self
                                                  request:request
                                                     file:file
                                                  handler:handler] autorelease];
}

- (void)finishTasksAndInvalidate {
}

- (void)invalidateAndCancel {
}

@end

@implementation NSHTTPURLResponse (OverlayHeaderField)

- (NSString *)valueForHTTPHeaderField:(NSString *)field {
  for (NSString *name in self.allHeaderFields) {
    if ([name caseInsensitiveCompare:field] == NSOrderedSame) {
      return [self.allHeaderFields objectForKey:name];
    }
  }
  return nil;
}

@end

#pragma mark - One exchange

// What libcurl has told so far about an exchange.
typedef struct {
  NSMutableData *body;
  NSMutableDictionary *headers;
  NSString *httpVersion;
  NSTimeInterval lastProgress;
  curl_off_t bytesMoved;
} Exchange;

static NSTimeInterval monotonicTime(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static size_t sendBody(char *buffer, size_t size, size_t count, void *stream) {
  NSInteger length = [(NSInputStream *)stream read:(uint8_t *)buffer maxLength:size * count];
  return length < 0 ? CURL_READFUNC_ABORT : (size_t)length;
}

static size_t receiveBody(char *bytes, size_t size, size_t count, void *exchange) {
  [((Exchange *)exchange)->body appendBytes:bytes length:size * count];
  return size * count;
}

// Called for the status line, for each header and for the empty line after them.
static size_t receiveHeader(char *bytes, size_t size, size_t count, void *context) {
  Exchange *exchange = context;
  exchange->lastProgress = monotonicTime();
  NSString *line = [[[NSString alloc] initWithBytes:bytes
                                             length:size * count
                                           encoding:NSISOLatin1StringEncoding] autorelease];
  line = [line stringByTrimmingCharactersInSet:NSCharacterSet.whitespaceAndNewlineCharacterSet];
  NSRange colon = [line rangeOfString:@":"];
  if ([line hasPrefix:@"HTTP/"]) {  // also after an interim response such as 100
    [exchange->headers removeAllObjects];
    exchange->httpVersion = [[line componentsSeparatedByString:@" "] objectAtIndex:0];
  } else if (colon.location != NSNotFound) {
    NSString *name = [line substringToIndex:colon.location];
    NSString *value = [[line substringFromIndex:NSMaxRange(colon)]
        stringByTrimmingCharactersInSet:NSCharacterSet.whitespaceCharacterSet];
    for (NSString *known in exchange->headers.allKeys) {
      if ([known caseInsensitiveCompare:name] == NSOrderedSame) {
        name = known;
      }
    }
    NSString *earlier = [exchange->headers objectForKey:name];
    [exchange->headers
        setObject:earlier ? [NSString stringWithFormat:@"%@, %@", earlier, value] : value
           forKey:name];
  }
  return size * count;
}

static int noteProgress(void *context, curl_off_t downloadSize, curl_off_t downloaded,
                        curl_off_t uploadSize, curl_off_t uploaded) {
  Exchange *exchange = context;
  if (downloaded + uploaded != exchange->bytesMoved) {
    exchange->bytesMoved = downloaded + uploaded;
    exchange->lastProgress = monotonicTime();
  }
  return 0;
}

static NSError *urlError(NSInteger code, NSString *description, NSURL *url) {
  NSMutableDictionary *info = [NSMutableDictionary dictionary];
  [info setObject:description forKey:NSLocalizedDescriptionKey];
  if (url != nil) {
    [info setObject:url forKey:NSURLErrorFailingURLErrorKey];
    [info setObject:url.absoluteString forKey:NSURLErrorFailingURLStringErrorKey];
  }
  return [NSError errorWithDomain:NSURLErrorDomain code:code userInfo:info];
}

static NSError *timeoutError(NSURL *url) {
  return urlError(NSURLErrorTimedOut, @"The request timed out.", url);
}

// Apple's codes and English texts for the failures that a sample can meet.
static NSError *errorForCurlCode(CURLcode code, NSURL *url) {
  switch (code) {
    case CURLE_URL_MALFORMAT:
      return urlError(NSURLErrorBadURL, @"bad URL", url);
    case CURLE_UNSUPPORTED_PROTOCOL:
      return urlError(NSURLErrorUnsupportedURL, @"unsupported URL", url);
    case CURLE_COULDNT_RESOLVE_HOST:
      return urlError(NSURLErrorCannotFindHost,
                      @"A server with the specified hostname could not be found.", url);
    case CURLE_COULDNT_CONNECT:
      return urlError(NSURLErrorCannotConnectToHost, @"Could not connect to the server.", url);
    case CURLE_OPERATION_TIMEDOUT:
      return timeoutError(url);
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
      return urlError(NSURLErrorNetworkConnectionLost, @"The network connection was lost.", url);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return urlError(NSURLErrorServerCertificateUntrusted,
                      @"The certificate for this server is invalid.", url);
    case CURLE_SSL_CONNECT_ERROR:
      return urlError(NSURLErrorSecureConnectionFailed,
                      @"An SSL error has occurred and a secure connection to the server cannot be "
                      @"made.",
                      url);
    default:
      return urlError(NSURLErrorUnknown,
                      [NSString stringWithFormat:@"unknown error (%s)", curl_easy_strerror(code)],
                      url);
  }
}

@implementation NSURLSessionTask

- (instancetype)initWithSession:(NSURLSession *)session
                        request:(NSURLRequest *)request
                           file:(NSURL *)file
                        handler:(OverlayCompletionHandler)handler {
  if ((self = [super init])) {
    _session = [session retain];
    _request = [request copy];
    _file = [file copy];
    _handler = Block_copy(handler);
  }
  return self;
}

- (void)dealloc {
  [_session release];
  [_request release];
  [_file release];
  Block_release(_handler);
  [super dealloc];
}

- (void)resume {
  @synchronized(self) {
    if (_resumed) {
      return;
    }
    _resumed = YES;
  }
  [NSThread detachNewThreadSelector:@selector(run) toTarget:self withObject:nil];
}

- (void)cancel {
  @synchronized(self) {
    _cancelled = YES;
  }
}

- (BOOL)isCancelled {
  @synchronized(self) {
    return _cancelled;
  }
}

- (void)run {
  @autoreleasepool {
    NSData *data = nil;
    NSURLResponse *response = nil;
    NSError *error = nil;
    [self exchangeReturningData:&data response:&response error:&error];
    [_session->_handlerLock lock];
    _handler(data, response, error);
    [_session->_handlerLock unlock];
  }
}

// The request's own timeout, the session's where the request has none, and the shorter one where
// both were set.
- (NSTimeInterval)idleTimeout {
  NSTimeInterval ofRequest = _request.timeoutInterval;
  NSTimeInterval ofSession = _session->_configuration.timeoutIntervalForRequest;
  if (ofRequest == kDefaultRequestTimeout) {
    return ofSession;
  }
  return ofSession == kDefaultRequestTimeout ? ofRequest : MIN(ofRequest, ofSession);
}

// The session's additional headers, and the request's own, which win.
- (NSDictionary *)headerFields {
  NSMutableDictionary *fields = [NSMutableDictionary dictionary];
  NSDictionary *additional = _session->_configuration.HTTPAdditionalHeaders;
  for (NSString *name in additional) {
    if ([_request valueForHTTPHeaderField:name] == nil) {
      [fields setObject:[additional objectForKey:name] forKey:name];
    }
  }
  [fields addEntriesFromDictionary:_request.allHTTPHeaderFields];
  return fields;
}

// The same as a list for libcurl, which is also told not to add those of its own that Apple's
// library would not send.
- (struct curl_slist *)headerListWithBody:(BOOL)hasBody chunked:(BOOL)chunked {
  BOOL hasContentType = NO;
  struct curl_slist *list = curl_slist_append(NULL, "Expect:");
  NSDictionary *fields = [self headerFields];
  for (NSString *name in fields) {
    NSString *value = [[fields objectForKey:name] description];
    NSString *format = value.length > 0 ? @"%@: %@" : @"%@;";
    NSString *line = [NSString stringWithFormat:format, name, value];
    list = curl_slist_append(list, line.UTF8String);
    hasContentType |= [name caseInsensitiveCompare:@"Content-Type"] == NSOrderedSame;
  }
  // Both libraries call the body of a POST a form if nobody says what it is.
  if (!hasContentType && !(hasBody && [_request.HTTPMethod isEqualToString:@"POST"])) {
    list = curl_slist_append(list, "Content-Type:");
  }
  if (chunked) {
    list = curl_slist_append(list, "Transfer-Encoding: chunked");
  }
  return list;
}

- (void)exchangeReturningData:(NSData **)data
                     response:(NSURLResponse **)response
                        error:(NSError **)error {
  NSURL *url = _request.URL;
  if (![@[ @"http", @"https" ] containsObject:url.scheme.lowercaseString ?: @""]) {
    *error = urlError(NSURLErrorUnsupportedURL, @"unsupported URL", url);
    return;
  }
  NSData *body = _request.HTTPBody;
  NSInputStream *stream = _request.HTTPBodyStream;
  curl_off_t streamLength = -1;  // not known: sent in chunks
  if (_file != nil) {
    struct stat status;
    if (stat(_file.path.fileSystemRepresentation, &status) != 0) {
      *error = urlError(NSURLErrorFileDoesNotExist,
                        @"The requested URL was not found on this server.", url);
      return;
    }
    stream = [NSInputStream inputStreamWithFileAtPath:_file.path];
    streamLength = status.st_size;
  }

  Exchange exchange = {
      .body = [NSMutableData data],
      .headers = [NSMutableDictionary dictionary],
      .lastProgress = monotonicTime(),
  };
  CURL *curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, url.absoluteString.UTF8String);
  curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip, deflate, br");
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                   (long)(_session->_configuration.timeoutIntervalForResource * 1000));
  curl_easy_setopt(
      curl, CURLOPT_USERAGENT,
      [NSProcessInfo.processInfo.processName stringByAppendingString:@"/1"].UTF8String);
  // The system's certificates, or those that curl's own variable names.
  const char *certificates = getenv("CURL_CA_BUNDLE");
  if (certificates != NULL && *certificates != '\0') {
    curl_easy_setopt(curl, CURLOPT_CAINFO, certificates);
  }

  NSString *method = _request.HTTPMethod;
  if (stream != nil) {
    [stream open];
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, streamLength);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, sendBody);
    curl_easy_setopt(curl, CURLOPT_READDATA, stream);
  } else if (body != nil || [@[ @"POST", @"PUT", @"PATCH" ] containsObject:method]) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.length > 0 ? body.bytes : "");
  } else if ([method isEqualToString:@"HEAD"]) {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  }
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.UTF8String);
  struct curl_slist *headers = [self headerListWithBody:stream != nil || body != nil
                                                chunked:stream != nil && streamLength < 0];
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, receiveBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, receiveHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, noteProgress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);

  *error = [self performAndWait:curl exchange:&exchange];
  if (*error == nil) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    *data = exchange.body;  // empty, never nil, where there is no body
    *response = [[[NSHTTPURLResponse alloc] initWithURL:url
                                             statusCode:status
                                            HTTPVersion:exchange.httpVersion
                                           headerFields:exchange.headers] autorelease];
  }

  curl_slist_free_all(headers);
  curl_easy_cleanup(curl);
  [stream close];
}

// libcurl has a timeout for the whole exchange only; this one starts anew whenever a byte arrives.
- (NSError *)performAndWait:(CURL *)curl exchange:(Exchange *)exchange {
  NSURL *url = _request.URL;
  NSTimeInterval timeout = [self idleTimeout];
  NSError *error = nil;
  int running = 1;
  CURLM *multi = curl_multi_init();
  curl_multi_add_handle(multi, curl);
  while (error == nil && running > 0) {
    curl_multi_perform(multi, &running);
    NSTimeInterval left = exchange->lastProgress + timeout - monotonicTime();
    if (running == 0) {
      int queued;
      CURLMsg *message = curl_multi_info_read(multi, &queued);
      if (message->data.result != CURLE_OK) {
        error = errorForCurlCode(message->data.result, url);
      }
    } else if ([self isCancelled]) {
      error = urlError(NSURLErrorCancelled, @"cancelled", url);
    } else if (left <= 0) {
      error = timeoutError(url);
    } else {
      curl_multi_poll(multi, NULL, 0, (int)(MIN(left, 0.1) * 1000) + 1, NULL);
    }
  }
  curl_multi_remove_handle(multi, curl);
  curl_multi_cleanup(multi);
  return error;
}

@end

@implementation NSURLSessionDataTask
@end

@implementation NSURLSessionUploadTask
@end
