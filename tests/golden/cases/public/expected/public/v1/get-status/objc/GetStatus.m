// Tell how the service is.
//
// Build: clang -fobjc-arc -framework Foundation GetStatus.m -o sample
// Run:   ./sample

#import <Foundation/Foundation.h>

int main(void) {
  @autoreleasepool {
    // Put your own values here.
    NSString *endpoint = @"https://example.com";

    NSString *path = @"/status";
    NSURL *url = [NSURL URLWithString:path relativeToURL:[NSURL URLWithString:endpoint]];
    NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:url];
    request.HTTPMethod = @"GET";
    request.timeoutInterval = 5;

    __block int exitCode = 1;
    dispatch_semaphore_t done = dispatch_semaphore_create(0);
    NSURLSessionDataTask *task = [NSURLSession.sharedSession
        dataTaskWithRequest:request
          completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
            NSInteger status = ((NSHTTPURLResponse *)response).statusCode;
            if (error != nil) {
              fprintf(stderr, "No answer: %s\n", error.localizedDescription.UTF8String);
            } else if (status < 200 || status > 299) {
              fprintf(stderr, "HTTP %ld: %.*s\n", (long)status, (int)data.length,
                      (const char *)data.bytes);
            } else {
              puts("All is well.");
              exitCode = 0;
            }
            dispatch_semaphore_signal(done);
          }];
    [task resume];
    dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);
    return exitCode;
  }
}
